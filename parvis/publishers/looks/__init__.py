"""How a title looks to its readers: colours, papers, letters, logo."""
