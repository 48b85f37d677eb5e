using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Lucarne.EndToEnd;

[Collection(OneWorkplace.Name)]
public sealed class InterruptionTests(Workplace place)
{
    // An epoch of the tiny network takes some 15 ms: several seconds lie between the first epoch's file and the last epoch.
    private const int Epochs = 300;

    [Fact]
    public async Task Ctrl_C_keeps_the_last_epoch_and_resume_goes_on_to_the_end()
    {
        var into = place.In("interrupted");
        string[] train = ["train", "kidney-phantom", "--data", place.Data, "--out", into, "--epochs", Epochs.ToString(CultureInfo.InvariantCulture), "--set", "train.early_stopping=0", .. Workplace.Tiny];
        var ending = await InterruptAfterAnEpoch("INT", into, train);
        Assert.Equal(130, ending.Code);
        Assert.Equal("", ending.Out);
        var sentence = ending.Sentences[^1];
        Assert.Contains("interrupted after epoch", sentence, StringComparison.Ordinal);
        Assert.Contains("--resume", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ending.Error, StringComparison.Ordinal);
        Assert.Equal("interrupted", Status(into));
        var done = File.ReadAllLines(Path.Combine(into, "history.csv"));
        Assert.InRange(done.Length, 2, Epochs);

        place.Lucarne.Run([.. train, "--resume"]).Done();
        var history = File.ReadAllLines(Path.Combine(into, "history.csv"));
        Assert.Equal(Epochs + 1, history.Length);
        Assert.Equal(done, history.Take(done.Length));
        Assert.Equal("finished", Status(into));
        Assert.True(File.Exists(Path.Combine(into, "report.html")));
    }

    [Fact]
    public async Task A_request_to_terminate_is_obeyed_like_Ctrl_C_and_a_run_that_was_to_be_replaced_still_stands()
    {
        var into = place.In("terminated");
        place.Lucarne.Run(["train", "kidney-phantom", "--data", place.Data, "--out", into, "--epochs", "1", .. Workplace.Tiny]).Done();
        var model = File.ReadAllBytes(Path.Combine(into, "model.safetensors"));
        var ending = await InterruptAfterAnEpoch("TERM", into + ".lucarne-new", ["train", "kidney-phantom", "--data", place.Data, "--out", into, "--overwrite", "--epochs", "300", "--set", "train.early_stopping=0", .. Workplace.Tiny]);
        Assert.Equal(130, ending.Code);
        Assert.Contains("terminated.lucarne-new", ending.Sentences[^1], StringComparison.Ordinal);
        Assert.Equal(model, File.ReadAllBytes(Path.Combine(into, "model.safetensors")));
        Assert.Equal("finished", Status(into));
    }

    [Fact]
    public void What_was_never_begun_cannot_be_resumed() =>
        place.Lucarne.Run(["train", "kidney-phantom", "--data", place.Data, "--out", place.In("never"), "--resume"]).Refused(1, "no run that could be resumed");

    private async Task<Ending> InterruptAfterAnEpoch(string signal, string run, params string[] arguments)
    {
        using var process = place.Lucarne.Start(arguments);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var ending = Task.Run(() => LucarneProcess.End(process));
        while (!File.Exists(Path.Combine(run, "last.safetensors")) && !process.HasExited) await Task.Delay(10, patience.Token);
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)])!;
        await kill.WaitForExitAsync(patience.Token);
        return await ending;
    }

    private static string? Status(string run)
    {
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json")));
        return record.RootElement.GetProperty("status").GetString();
    }
}
