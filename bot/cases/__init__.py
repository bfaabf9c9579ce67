"""Monitoring cases: life cycle, deadlines, merging, the ladder of alerts. Pure rules; nothing here reads or writes."""
