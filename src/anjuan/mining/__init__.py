"""Knowledge out of the archive: facts with their pages, reviewed, compiled into guides, published without identities.

For: auditors who prepare an audit, editors who review facts and publish guides.
Not here: taking facts from papers (``extraction``), compiling and generalising (``compiling``), papers and cases.
Owns: facts and their reviews, guides with their editions, what was found harmless before publication, figures and the
graph of the whole archive, the record of calls of a language model.
Uses: accounts, archive, compiling, extraction, jobs, judging, kit, papers, preservation, reading, registry,
search.
"""
