"""Stage 4: what is known of each sentence in the other language. PO memory, states, look-up, checks, engine chain."""
