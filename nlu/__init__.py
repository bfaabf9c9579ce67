"""What a household meant: text and the time in, an Understanding out. No network, no database, no clock."""
