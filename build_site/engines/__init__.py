"""The network: translation engines, each a `translate.chain.Engine`. Nothing else in the program opens a connection."""
