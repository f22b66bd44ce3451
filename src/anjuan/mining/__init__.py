"""Knowledge out of the archive: facts with their pages, reviewed, compiled into guides, published without identities.

For: auditors who prepare an audit and train, editors who review facts and publish guides, stories and exhibitions.
Not here: taking facts from papers (``extraction``), compiling and generalising (``compiling``), papers and cases.
Owns: facts and their reviews, guides and works with their editions, firsts, results of training, what names nobody,
features of cases, subscriptions and digests, figures and the graph of the whole archive, the record of calls of a
language model.
Uses: accounts, archive, compiling, custody, extraction, jobs, judging, kit, papers, preservation, reading, registry,
search.
"""
