/// Every benchmark there is; a topic has a file of its own and adds its list here.
let allBenchmarks: [Benchmark] =
  streamBenchmarks + frameBenchmarks + editorBenchmarks + programBenchmarks
