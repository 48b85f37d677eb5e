namespace Lucarne.Learning.Runs;

/// <summary>Where a run is written: its own folder, or one beside it until it may replace a run that is there.</summary>
internal sealed class RunPlace : IDisposable
{
    // Names that nobody gives a folder of their own: what bears them is deleted.
    private const string OldEnding = ".lucarne-old";

    private readonly string _wanted;
    private readonly bool _wasThere;
    private readonly bool _beside;

    private RunPlace(string wanted, RunFolder folder, bool wasThere, bool beside) => (_wanted, Folder, _wasThere, _beside) = (wanted, folder, wasThere, beside);

    /// <summary>Where to write.</summary>
    public RunFolder Folder { get; }

    /// <exception cref="TrainingException">The folder holds something that must not be lost, or cannot be written to.</exception>
    public static RunPlace Prepare(TrainingRequest request)
    {
        var wanted = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Out));
        var there = new RunFolder(wanted);

        // A run that was about to be replaced when the machine died.
        if (!Path.Exists(wanted) && Directory.Exists(wanted + OldEnding)) Directory.Move(wanted + OldEnding, wanted);
        if (File.Exists(wanted)) throw new TrainingException($"{request.Out} is a file; give a folder for the run");
        if (request.Resume)
        {
            if (!File.Exists(there.Last)) throw new TrainingException($"{request.Out} holds no run that could be resumed (last.safetensors is missing); train without --resume");
            if (RunRecord.IsFinished(there))
                throw new TrainingException($"the run in {request.Out} is finished; train into another folder, or give --overwrite without --resume");
            there.MakeWritable();
            return new RunPlace(wanted, there, wasThere: true, beside: false);
        }

        var beside = !there.IsEmpty;
        if (beside && !request.Overwrite)
            throw new TrainingException($"the folder {request.Out} is not empty; choose another, or give --resume to go on with its run or --overwrite to replace it");
        if (beside && !File.Exists(there.Run)) throw new TrainingException($"the folder {request.Out} holds something else than a run, so it is not replaced; choose another");
        var folder = beside ? there.Beside : there;
        if (beside && Directory.Exists(folder.Path)) Directory.Delete(folder.Path, recursive: true);
        var wasThere = Directory.Exists(folder.Path);
        folder.MakeWritable();
        return new RunPlace(wanted, folder, wasThere, beside);
    }

    /// <summary>Puts the finished run where it was wanted.</summary>
    public RunFolder Finish()
    {
        if (!_beside) return Folder;
        var old = _wanted + OldEnding;
        if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
        Directory.Move(_wanted, old);
        try
        {
            Directory.Move(Folder.Path, _wanted);
        }
        catch
        {
            Directory.Move(old, _wanted);
            throw;
        }

        Directory.Delete(old, recursive: true);
        return new RunFolder(_wanted);
    }

    /// <summary>Leaves no empty folder behind where nothing came of it.</summary>
    public void Dispose()
    {
        if (!_wasThere && Directory.Exists(Folder.Path) && Folder.IsEmpty) Directory.Delete(Folder.Path);
    }
}
