"""What the policies say: a question, an area and a day in, a cited answer or an honest abstention out."""
