"""`python -m build_site`."""

from build_site.cli import main

if __name__ == "__main__":
    main()
