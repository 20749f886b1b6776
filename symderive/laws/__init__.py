"""Laws on the line and normal laws in dimension n, and the measures between them, by definition."""
