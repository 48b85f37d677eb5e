using Lucarne.Learning.Runs;
using Lucarne.Learning.Tests.Train;

namespace Lucarne.Learning.Tests.Runs;

public sealed class RunPlaceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lucarne-place-").FullName;

    private string Wanted => Path.Combine(_root, "run");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_folder_that_was_made_for_nothing_is_taken_away_again_and_one_that_was_there_stays()
    {
        RunPlace.Prepare(Request()).Dispose();
        Assert.False(Directory.Exists(Wanted));
        Directory.CreateDirectory(Wanted);
        RunPlace.Prepare(Request()).Dispose();
        Assert.True(Directory.Exists(Wanted));
    }

    [Fact]
    public void A_file_where_the_folder_should_be_is_refused()
    {
        File.WriteAllText(Wanted, "");
        Refused(Request(), "is a file");
    }

    [Fact]
    public void A_folder_below_a_file_cannot_be_written_to()
    {
        File.WriteAllText(Path.Combine(_root, "file"), "");
        Refused(Request() with { Out = Path.Combine(_root, "file", "run") }, "cannot be written to");
    }

    [Fact]
    public void What_is_no_run_is_never_replaced()
    {
        Directory.CreateDirectory(Wanted);
        File.WriteAllText(Path.Combine(Wanted, "thesis.docx"), "");
        Refused(Request(), "is not empty");
        Refused(Request() with { Overwrite = true }, "something else than a run");
        Refused(Request() with { Resume = true }, "last.safetensors is missing");
        Assert.True(File.Exists(Path.Combine(Wanted, "thesis.docx")));
    }

    [Fact]
    public void A_run_is_replaced_only_on_finishing()
    {
        Make(Wanted, "old");
        using (var failed = RunPlace.Prepare(Request() with { Overwrite = true }))
        {
            File.WriteAllText(failed.Folder.Run, "half");
            Assert.NotEqual(Wanted, failed.Folder.Path);
        }

        Assert.Equal("old", File.ReadAllText(Path.Combine(Wanted, "run.json")));
        using var place = RunPlace.Prepare(Request() with { Overwrite = true });
        Assert.False(File.Exists(place.Folder.Run), "what a failed run left is not taken over");
        File.WriteAllText(place.Folder.Run, "new");
        Assert.Equal(Wanted, place.Finish().Path);
        Assert.Equal("new", File.ReadAllText(Path.Combine(Wanted, "run.json")));
        Assert.Equal([Wanted], Directory.GetDirectories(_root));
    }

    [Fact]
    public void When_the_new_run_cannot_be_put_in_place_the_old_one_is_put_back()
    {
        Make(Wanted, "old");
        using var place = RunPlace.Prepare(Request() with { Overwrite = true });
        Directory.Delete(place.Folder.Path, recursive: true);
        Assert.ThrowsAny<IOException>(place.Finish);
        Assert.Equal("old", File.ReadAllText(Path.Combine(Wanted, "run.json")));
    }

    [Fact]
    public void A_run_that_was_being_replaced_when_the_machine_died_takes_its_place_back()
    {
        Make(Wanted + ".lucarne-old", "old");
        Make(Wanted + ".lucarne-new", "new");
        Refused(Request(), "is not empty");
        Assert.Equal("old", File.ReadAllText(Path.Combine(Wanted, "run.json")));
    }

    [Fact]
    public void Folders_of_ones_own_with_ordinary_endings_are_left_alone()
    {
        Make(Wanted, "old");
        Make(Wanted + ".old", "mine");
        Make(Wanted + ".new", "mine");
        using var place = RunPlace.Prepare(Request() with { Overwrite = true });
        File.WriteAllText(place.Folder.Run, "new");
        place.Finish();
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Wanted + ".old", "run.json")));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Wanted + ".new", "run.json")));
    }

    private static void Make(string folder, string text)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "run.json"), text);
    }

    private static void Refused(TrainingRequest request, string why) =>
        Assert.Contains(why, Assert.Throws<TrainingException>(() => RunPlace.Prepare(request)).Message, StringComparison.Ordinal);

    private TrainingRequest Request() => new() { Recipe = TinyRecipe.Make(), Data = _root, Out = Wanted, CacheFolder = _root, WeightFolders = [] };
}
