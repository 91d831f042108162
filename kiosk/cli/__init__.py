"""The command line. Each module adds its commands to the application, once one of them is asked for."""
