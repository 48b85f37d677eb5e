using Lucarne.Insight;
using Lucarne.Insight.Recommendations;

namespace Lucarne.Cli.Commands.Pictures;

/// <summary>Readings as a person reads them in a terminal.</summary>
/// <param name="words">Where to.</param>
/// <param name="language"><c>en</c> or <c>fr</c>.</param>
internal sealed class ReadingText(TextWriter words, string language)
{
    /// <summary>Prints what a model says of a picture, and what follows.</summary>
    public void Print(Reader reader, PictureReading reading, Recommendation? recommended)
    {
        foreach (var (number, line) in reader.LinesOf(reading).Index())
            words.WriteLine(number == 0 ? $"{reading.File}: {line.In(language)}" : $"  {line.In(language)}");
        if (recommended is null) return;
        words.WriteLine($"  {recommended.Advice.In(language)}");
        words.WriteLine($"  {recommended.Support.In(language)}");
    }

    /// <summary>Whether it is in French.</summary>
    public bool IsFrench => language == "fr";

    /// <summary>Prints one more line.</summary>
    public void Line(string line) => words.WriteLine(line);

    /// <summary>Prints that it is a help and never a diagnosis.</summary>
    public void Notice(Reader reader) => words.WriteLine(reader.Notice.In(language));
}
