"""The command line. Each module adds its commands to the application when one of them is needed."""
