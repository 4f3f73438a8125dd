"""What a Scrapyd node is made of: eggs, queue, jobs and schedule in MongoDB."""
