"""Scrapyd's nodes: one queue, one store of eggs and one history of jobs in MongoDB.

Every Scrapyd on the same database is a node of one cluster; none is special. `deploy/scrapyd.conf`
names at Scrapyd's plug-in points, which are called as Scrapyd calls them:

    application   checks what a node needs and puts it together
    poller        looks for the next job        launcher  starts jobs and records how they end
    runner        runs a Scrapy command of a deployed egg; what cron and systemd run, too
    website       the pages                     webservice  the methods of the API

Beneath them:

    eggs          the operations on `eggs`: deployed versions, activation, rollback
    jobs          the operations on `jobs`, the queue and its history
    node          this node of the cluster: its heartbeat, its leases, whether it is its turn
    cluster       what the classes of one Scrapyd share
    process       the process of one job
    egg_commands  asks a deployed egg for its spiders, and whether arguments are right
    api           how the API answers, in a thread; thread_pool: threads for what cannot wait
    validation    what the API lets through
    schedule      when each spider's crawls are due

All moments are the database server's: nodes' clocks may differ.
"""
