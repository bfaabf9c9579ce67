"""The application: channels in, the conversation runtime, the command line."""
