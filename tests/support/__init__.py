"""What several kinds of tests share: a running server, a browser, ways to look into a page."""
