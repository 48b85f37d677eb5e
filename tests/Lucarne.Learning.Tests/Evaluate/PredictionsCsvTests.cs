using FsCheck;
using FsCheck.Fluent;
using Lucarne.Learning.Evaluate;

namespace Lucarne.Learning.Tests.Evaluate;

public class PredictionsCsvTests
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("lucarne-csv").FullName, "predictions.csv");

    [Fact]
    public void The_file_has_the_columns_of_the_contract()
    {
        PredictionsCsv.Write(_path, ["yes", "no"], [new("yes/a.png", 0, [0.25, 0.75])]);
        Assert.Equal("file,truth,predicted,confidence,p_yes,p_no\nyes/a.png,yes,no,0.75,0.25,0.75\n", File.ReadAllText(_path));
    }

    [Fact]
    public void Awkward_names_and_every_bit_of_a_probability_come_back()
    {
        string[] classes = ["a, b", "c\"d", "é"];
        Prediction[] written = [new("dir, one/\"x\"\nnew.png", 1, [1.0 / 3, 0.1 + 0.2, 1 - (1.0 / 3) - (0.1 + 0.2)]), new("plain.png", 2, [1e-300, 0, 1])];
        PredictionsCsv.Write(_path, classes, written);

        var (readClasses, read) = PredictionsCsv.Read(_path);

        Assert.Equal(classes, readClasses);
        Assert.Equal(written.Select(p => (p.File, p.Truth)), read.Select(p => (p.File, p.Truth)));
        Assert.Equal(written.SelectMany(p => p.Probabilities), read.SelectMany(p => p.Probabilities));
    }

    [Fact]
    public void Any_cells_survive_quoting_and_parsing() =>
        Prop.ForAll<NonEmptyArray<string>>(cells =>
        {
            string[] row = [.. cells.Get.Select(c => c ?? ""), "end"];
            var text = string.Join(',', row.Select(CsvRows.Quote));
            return CsvRows.Parse(text + "\n").Single().SequenceEqual(row) && CsvRows.Parse(text + "\r\n").Single().SequenceEqual(row);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", "begins with")]
    [InlineData("file,truth\n", "begins with")]
    [InlineData("file,truth,predicted,confidence,p_a,p_b\nx,c,a,1,1,0\n", "'c'")]
    [InlineData("file,truth,predicted,confidence,p_a,p_b\nx,a,a,1,1\n", "has 5 cells")]
    [InlineData("file,truth,predicted,confidence,p_a,p_b\nx,a,a,1,one,0\n", "'one' under p_a")]
    public void A_file_that_is_not_one_is_refused_with_its_name_and_row(string text, string said)
    {
        File.WriteAllText(_path, text);
        var error = Assert.Throws<EvaluationException>(() => PredictionsCsv.Read(_path));
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_said() =>
        Assert.Contains("does not exist", Assert.Throws<EvaluationException>(() => PredictionsCsv.Read(_path)).Message, StringComparison.Ordinal);
}
