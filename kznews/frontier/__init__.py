"""The crawl's memory: which requests there are, who works on them, when each is due again.

A Scrapy scheduler (`scheduler.FrontierScheduler`) on MongoDB, shared by all workers that crawl an
outlet. One row a request in `frontier`; a host's turns in `hosts`; who crawls an outlet together in
`rounds`. All moments are the database server's.

What a spider may set in a request's meta, and finds in it:

- `revisit`: which policy of the setting `REVISIT` says when the page is due again (`listing`,
  `archive`, `article`); without it a page that was read is never due by itself.
- `again`: True asks for the page now, though it is known and not due. Start requests are asked for
  once in every round of workers, without it.
- `variant`: makes the page a row of its own, beside that of others who ask for the same page.
- `whole`: True never makes it a conditional request.
- `card`: what a listing's card says of the page; `known` tells it to the next crawl.
- `visit`: set by the scheduler, a `visit.Visit`: what the last fetch left, and what this one tells.
"""
