"""Stage 6: digests become pages. Pure: what is written where is the caller's affair."""
