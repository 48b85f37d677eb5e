using Lucarne.Imaging;
using Lucarne.Insight.Features;
using Lucarne.Insight.Preparation;
using Lucarne.Learning;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Report;
using Lucarne.Learning.Report.Charts;

namespace Lucarne.Insight.Profiles;

/// <summary>The visual profiles of a run: found after the judgement, kept in profiles/.</summary>
internal sealed class ProfilesChapter : RunChapter
{
    internal override ChapterPlace Place => ChapterPlace.Evaluation;

    internal override Stream? OpenTexts() => typeof(ProfilesChapter).Assembly.GetManifestResourceStream("Lucarne.Insight.Profiles.Texts.json");

    internal override void Study(JudgedRun run, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var texts = new Texts([this]);
        var files = new ProfileFiles(Path.Combine(run.Folder.Path, ProfileFiles.InRun));
        var table = Path.Combine(run.Folder.Path, FeaturesChapter.TableFile);
        var everyone = run.Train.Concat(run.Validation).Concat(run.Test).ToList();
        FoundProfiles found;
        try
        {
            var pictures = LatentPictures.Read(run.Folder.Embeddings);
            var request = new ProfileRequest(
                pictures, ProfileRun.ClassesOf(run.Recipe, pictures.Classes), ProfileRun.ModelOf(run.Recipe, run.Folder.Path), File.Exists(run.Folder.Judged), null, run.Recipe.Train.Seed,
                File.Exists(table) ? FeatureTable.Read(table) : null, everyone.ToDictionary(p => p.File, p => p.Group, StringComparer.Ordinal));
            found = ProfileMaker.Find(request, texts, cancellation);
        }
        catch (DataException)
        {
            // Too few pictures, or all alike: there is nothing to tell, and the run is whole without it.
            return;
        }

        ProfileRun.Write(found, files, texts);
        ProfileSheet.Write(found.Facts, everyone.ToDictionary(p => p.File, p => p.Label), everyone.ToDictionary(p => p.File, p => p.Path),
            new PictureLimits((long)(run.Recipe.Data.MaxMegapixels * 1e6)), run.Folder.Figures, texts);
    }

    internal override IEnumerable<Chart> Charts(RunContents run, Texts texts) => ProfilesSection.Charts(FilesOf(run), texts);

    internal override void Write(PageWriter page, RunContents run) => ProfilesSection.Write(page, run, FilesOf(run));

    private static ProfileFiles FilesOf(RunContents run) => new(Path.Combine(run.Path, ProfileFiles.InRun));
}
