"""What the bot says and asks: a session and a turn in, a session and effects out. No network, no database, no clock."""
