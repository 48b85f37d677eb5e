# Reads one test result file (.trx). Prints "passed failed skipped", and appends "seconds name" of every test that ran
# to the file named by the variable list.
function attribute(name,    found) {
  if (!match($0, "[ ]" name "=\"[^\"]*\"")) return ""
  found = substr($0, RSTART, RLENGTH)
  sub(/^[^"]*"/, "", found)
  sub(/"$/, "", found)
  gsub(/&quot;/, "\"", found)
  gsub(/&lt;/, "<", found)
  gsub(/&gt;/, ">", found)
  gsub(/&amp;/, "\\&", found)
  return found
}
BEGIN { passed = failed = skipped = 0; RS = "<" }
/^UnitTestResult / {
  outcome = attribute("outcome")
  if (outcome == "Passed") passed++
  else if (outcome == "NotExecuted") skipped++
  else failed++
  if (outcome != "NotExecuted" && split(attribute("duration"), clock, ":") == 3)
    printf "%.1f s  %s\n", clock[1] * 3600 + clock[2] * 60 + clock[3], attribute("testName") >> list
}
END { print passed, failed, skipped }
