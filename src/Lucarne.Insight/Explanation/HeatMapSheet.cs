using System.Globalization;
using Lucarne.Imaging;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Report;

namespace Lucarne.Insight.Explanation;

/// <summary>Test pictures beside their heat maps: right answers framed green, wrong ones red.</summary>
internal static class HeatMapSheet
{
    private const int Columns = 4;

    public static void Write(JudgedRun run, TrainedModel model, IReadOnlyList<ExplanationStudy.Answer> answers)
    {
        var shown = answers.Select(answer => (Answer: answer, Pictures: Pictures(model, answer))).Where(one => one.Pictures is not null).ToList();
        if (shown.Count == 0) return;
        Directory.CreateDirectory(run.Folder.Figures);
        foreach (var language in Languages.All)
        {
            string[] labels = [.. run.Recipe.Classes.Select(label => label.Label.In(language))];
            var cells = shown.SelectMany(one => Cells(one.Answer, one.Pictures!.Value, labels));
            PictureWriter.Write(
                Path.Combine(run.Folder.Figures, RunFigures.FileName(ExplanationStudy.SheetName, language) + ".png"),
                ContactSheet.Compose([.. cells], new SheetLayout { Columns = Columns, CellSide = 216 }));
        }
    }

    private static SheetCell[] Cells(ExplanationStudy.Answer answer, (Picture Plain, Picture Mapped) pictures, string[] labels)
    {
        var (truth, predicted) = (labels[answer.Prediction.Truth], labels[answer.Prediction.Predicted]);
        var words = answer.Prediction.IsRight ? predicted : $"{truth} → {predicted}";
        return
        [
            new SheetCell(pictures.Plain, $"{truth}\n{Path.GetFileName(answer.Picture.File)}"),
            new SheetCell(pictures.Mapped, string.Create(CultureInfo.InvariantCulture, $"{words} {100 * answer.Prediction.Confidence:F0} %"), answer.Prediction.IsRight ? CellFrame.Right : CellFrame.Wrong),
        ];
    }

    private static (Picture, Picture)? Pictures(TrainedModel model, ExplanationStudy.Answer answer)
    {
        try
        {
            var picture = PictureReader.Read(answer.Picture.Path, model.Shaper.Options());
            var map = MapMaker.Make(model, model.Shaper.Read(picture), answer.Prediction.Predicted, ExplanationMethod.GradCam);
            return (picture, new HeatMap("", ExplanationMethod.GradCam, picture, new MapPlacing(model.Recipe.Input, picture).Spread(map)).Overlay());
        }
        catch (PictureException)
        {
            return null;
        }
    }
}
