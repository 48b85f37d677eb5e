namespace Lucarne.Server.Pages;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Values">One per place along the chart; null for a gap.</param>
public sealed record ChartLine(string Name, IReadOnlyList<double?> Values);

/// <summary>A level that lines are held against.</summary>
/// <param name="Value">Where it lies.</param>
/// <param name="Text">What it means.</param>
public sealed record ChartLevel(double Value, string Text);

/// <summary>Where a chart's lines lie: a drawing of 640 by 240, values upward from 0.</summary>
internal sealed class ChartScale(int places, double most)
{
    public const double Left = 52;
    public const double Right = 628;
    public const double Top = 12;
    public const double Bottom = 208;

    private const int FewestSteps = 3;
    private const int MostLabels = 8;

    // Steps that a person reads easily, per power of ten.
    private static readonly double[] Even = [5, 2.5, 2, 1];

    /// <summary>The distance of the lines across: the largest even one that gives at least three.</summary>
    public double Step { get; } = StepOf(most);

    /// <summary>The highest line across.</summary>
    public double Highest => Step * Math.Ceiling((most / Step) - 1e-9);

    public IEnumerable<double> Grid => Enumerable.Range(0, (int)Math.Round(Highest / Step) + 1).Select(line => line * Step);

    /// <summary>Places whose labels are written, so that they do not run into each other.</summary>
    public IEnumerable<int> Labelled => Enumerable.Range(0, places).Where(place => (places - 1 - place) % Math.Max(1, (int)Math.Ceiling((double)places / MostLabels)) == 0);

    public double X(int place) => places == 1 ? (Left + Right) / 2 : Left + 12 + ((Right - Left - 24) * place / (places - 1));

    public double Y(double value) => Bottom - ((Bottom - Top) * value / Highest);

    private static double StepOf(double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return Even.Concat(Even.Select(step => step / 10)).Select(step => step * power).First(step => most / step >= FewestSteps);
    }
}
