using Lucarne.Imaging;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Train;

namespace Lucarne.Learning.Tests.Runs;

public sealed class RunFilesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lucarne-files-").FullName;

    private string Place => Path.Combine(_root, "file");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_history_is_read_back_to_the_last_digit()
    {
        EpochRecord[] rows = [new(1, 1.0 / 3, double.NaN, [0.1 + 0.2, double.NaN], 1e-3 / 7, 12.5), new(2, Math.PI, Math.E, [1, 0], 3e-8, 0.125)];
        History.Write(Place, ["dice_heart", "dice_gtv"], rows);
        Assert.StartsWith("epoch,train_loss,validation_loss,dice_heart,dice_gtv,learning_rate,seconds\n", File.ReadAllText(Place), StringComparison.Ordinal);
        Assert.Equal(rows, History.Read(Place));
        Assert.Equal([Place], Directory.GetFiles(_root));
    }

    [Theory]
    [InlineData("epoch,loss\n1,2\n", "does not begin with")]
    [InlineData("", "does not begin with")]
    [InlineData("epoch,train_loss,validation_loss,seconds\n1,2,3,4\n", "does not begin with")]
    [InlineData("epoch,train_loss,validation_loss,train_accuracy,validation_accuracy,learning_rate,seconds\n1,2,3\n", "line 2: 7 numbers")]
    [InlineData("epoch,train_loss,validation_loss,train_accuracy,validation_accuracy,learning_rate,seconds\n1,2,3,4,5,6,seven\n", "line 2: 7 numbers")]
    public void What_is_no_history_is_refused_with_its_line(string text, string why)
    {
        File.WriteAllText(Place, text);
        Assert.Contains(why, Assert.Throws<TrainingException>(() => History.Read(Place)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_is_read_back_whole()
    {
        var record = new RunRecord
        {
            Recipe = "tiny/original",
            Seed = 3,
            Device = "cpu",
            Precision = "bfloat16",
            Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Status = "interrupted",
            Network = new NetworkRecord("resnet18", 11_000_000, null),
            Epochs = 3,
            BestEpoch = 2,
            DataWait = 0.125,
            PeakMemory = 5L << 30,
        };
        record.Write(Place);
        var read = RunRecord.Read(Place);
        Assert.Equal(record with { Notes = read.Notes, NotesFr = read.NotesFr, Seconds = read.Seconds }, read);
        Assert.Contains("\"best_epoch\": 2", File.ReadAllText(Place), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"recipe\": 3")]
    public void What_is_no_record_is_refused_in_one_sentence(string text)
    {
        File.WriteAllText(Place, text);
        var error = Assert.Throws<TrainingException>(() => RunRecord.Read(Place));
        Assert.StartsWith($"{Place} cannot be read as a run's record", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_are_named()
    {
        Assert.Contains(Place, Assert.Throws<TrainingException>(() => RunRecord.Read(Place)).Message, StringComparison.Ordinal);
        Assert.Contains(Place, Assert.Throws<TrainingException>(() => History.Read(Place)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_put_in_its_place_leaves_nothing_beside_it()
    {
        Directory.CreateDirectory(Path.Combine(Place, "full"));
        Assert.ThrowsAny<Exception>(() => PlacedFile.Write(Place, "text"));
        Assert.Empty(Directory.GetFiles(_root));
    }
}
