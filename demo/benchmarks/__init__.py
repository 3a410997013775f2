"""How many queries and milliseconds our pages cost, measured on data of their own in a database of their own."""
