namespace Lucarne.Insight.Drift;

/// <summary>One answer of a model to a clinic's picture.</summary>
/// <param name="On">The day.</param>
/// <param name="Class">The likeliest class; null where none may be named.</param>
/// <param name="Decision">What the model made of the picture.</param>
public sealed record GivenAnswer(DateOnly On, string? Class, Decision Decision);

/// <summary>The answers of a week, from Monday on.</summary>
/// <param name="Monday">Its first day.</param>
/// <param name="Pictures">Answers.</param>
/// <param name="Unsure">Those of several classes.</param>
/// <param name="Refused">Those not for this model.</param>
/// <param name="Stability">The classes held against those of the test part; null where fewer than <see cref="InputDrift.Fewest"/> answers name one.</param>
public sealed record DriftWeek(DateOnly Monday, int Pictures, int Unsure, int Refused, PopulationStability? Stability)
{
    /// <summary>The part that was unsure; null without pictures.</summary>
    public double? UnsureShare => Pictures == 0 ? null : (double)Unsure / Pictures;

    /// <summary>The part that was refused; null without pictures.</summary>
    public double? RefusedShare => Pictures == 0 ? null : (double)Refused / Pictures;
}

/// <summary>
/// Whether what a clinic sends still looks like what a model was judged on. It is seen in the answers alone: how often the model is unsure or refuses,
/// and how often it names each class. A test part that was drawn to hold as many pictures of each class says nothing of how often a clinic sees them, so
/// a shift of classes asks for a look, and is no proof.
/// </summary>
/// <param name="Test">The answers on the test part.</param>
/// <param name="Weeks">The latest weeks, the earliest first; those without answers stand with none.</param>
/// <param name="Together">All of those weeks as one.</param>
public sealed record InputDrift(TestAnswers Test, IReadOnlyList<DriftWeek> Weeks, DriftWeek Together)
{
    /// <summary>With fewer answers than this no index is given: chance alone would move it past every limit.</summary>
    public const int Fewest = 20;

    /// <summary>Holds answers against the test part.</summary>
    /// <param name="test">The test part's answers.</param>
    /// <param name="given">A clinic's answers, in any order.</param>
    /// <param name="today">The last day that counts.</param>
    /// <param name="weeks">How many weeks are looked at, the current one included.</param>
    public static InputDrift Of(TestAnswers test, IEnumerable<GivenAnswer> given, DateOnly today, int weeks = 12)
    {
        ArgumentNullException.ThrowIfNull(test);
        var first = MondayOf(today).AddDays(-7 * (weeks - 1));
        var recent = given.Where(answer => answer.On >= first && answer.On <= today).ToList();
        var byWeek = recent.ToLookup(answer => MondayOf(answer.On));
        return new(test, [.. Enumerable.Range(0, weeks).Select(week => first.AddDays(7 * week)).Select(monday => Week(test, monday, [.. byWeek[monday]]))], Week(test, first, recent));
    }

    private static DriftWeek Week(TestAnswers test, DateOnly monday, List<GivenAnswer> answers)
    {
        int[] found = [.. test.Classes.Select(one => answers.Count(answer => answer.Decision != Decision.NotForThisModel && answer.Class == one.Key))];
        var isEnough = found.Sum() >= Fewest && found.Length > 1 && test.Classes.Any(one => one.Value > 0);
        return new(
            monday, answers.Count, answers.Count(answer => answer.Decision == Decision.Unsure), answers.Count(answer => answer.Decision == Decision.NotForThisModel),
            isEnough ? PopulationStability.Of([.. test.Classes.Select(one => one.Value)], found) : null);
    }

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
