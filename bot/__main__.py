"""`python -m bot` is the same as `hearthline`."""

from bot.cli import main

main()
