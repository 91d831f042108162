"""The pure floor: model, credential, decision, presence, journal, lane. No input, no output."""
