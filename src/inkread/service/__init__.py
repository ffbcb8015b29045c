"""The reader behind HTTP and a page: an application factory, a store of corrections, static files."""
