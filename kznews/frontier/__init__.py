"""The crawl's memory: which requests there are, who works on them, when each is due again.

A Scrapy scheduler (`scheduler.FrontierScheduler`) on MongoDB, shared by all workers that run a
spider. One row a request in `frontier`; a host's turns in `hosts`; who runs a spider together in
`rounds`. All moments are the database server's.

Spiders use `door` alone. A request's meta has two keys of the frontier's: `scheduling`, which the
spider sets (a `scheduling.Scheduling`), and `visit`, which the scheduler sets (a `visit.Visit`):
what the last fetch left, and what this one tells.
"""
