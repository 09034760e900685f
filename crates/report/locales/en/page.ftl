# The frame of the page and of the print.
page-skip = To the main content
page-contents = Contents
page-table = Table, scrolls sideways
page-confidential = confidential
page-of = Page { $page } of { $pages }
