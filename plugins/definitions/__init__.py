"""Definitions: the CSV files below seeds/definitions, read and checked by what their YAML says.

files : reads a CSV file and reports what is wrong with the file itself
cells : what a cell may hold, by the `meta` of its column
rules : what several rows, or several files, must agree on
answer : what macros ask for: problems, rows, names
plugin : makes `answer` a function of DuckDB; `__main__` a program for Spark
"""
