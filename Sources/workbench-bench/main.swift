import Glibc

let arguments = CommandLine.arguments.dropFirst()
let names = arguments.filter { !$0.hasPrefix("-") }
let unknown =
  arguments.filter { $0.hasPrefix("-") && $0 != "--quick" }
  + names.filter { name in !allBenchmarks.contains { $0.name == name } }

if unknown.isEmpty {
  var table = BenchmarkTable()
  for benchmark in allBenchmarks where names.isEmpty || names.contains(benchmark.name) {
    var measurements = Measurements(isQuick: arguments.contains("--quick"))
    benchmark.measure(&measurements)
    table.append(measurements)
  }
  print(table.text)
  exit(table.isMet ? 0 : 1)
} else {
  print("usage: workbench-bench [NAME…] [--quick]")
  print("names: " + allBenchmarks.map(\.name).joined(separator: " "))
  exit(2)
}
