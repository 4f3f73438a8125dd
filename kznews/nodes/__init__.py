"""What a Scrapyd node is made of: one queue, one store of eggs and one history in MongoDB.

Every Scrapyd on the same database is a node of one cluster; none is special. `deploy/scrapyd.conf`
names these classes at Scrapyd's plug-in points:

    application   checks what a node needs and puts it together
    eggs          deployed versions: IEggStorage, activation, rollback
    jobs          the operations on `jobs`, the queue and its history
    member        this node among the others: its heartbeat, its leases, whose turn it is
    queue         ISpiderQueue      history   IJobStorage
    poller        IPoller           launcher  starts jobs and sees how they end
    validation    what the API lets through
    api           how the API answers, in a thread; webservice: its methods; website: its pages
    runner        runs a Scrapy command of a deployed egg; what cron and systemd run, too
    cluster       what the classes of one Scrapyd share; threads: where they do it

All moments are the database server's: nodes' clocks may differ.
"""
