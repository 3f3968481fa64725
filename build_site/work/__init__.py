"""Many cores: batches of articles through any concurrent.futures Executor."""
