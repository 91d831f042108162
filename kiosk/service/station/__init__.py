"""The open station: its file, its lives, its clock, and the unit of work of every act."""
