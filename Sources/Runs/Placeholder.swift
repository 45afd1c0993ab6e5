// Runs
