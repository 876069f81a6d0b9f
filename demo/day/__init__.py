"""The day of the story, played line by line through the desk's public doors, each person signed in as himself."""
