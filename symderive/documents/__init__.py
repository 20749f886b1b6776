"""Reading papers: displays, declarations in comments, chains of relations as claims."""
