"""Durable background work.

For: a table of jobs with leases, heartbeat, fencing, attempts, progress and child jobs, and the
worker that does them.
Not here: what a job does (tasks of the rooms; config names which function does which kind).
Owns: Job.
Uses: kit.
"""
