using System.Globalization;

namespace Lucarne.Learning.Recipes;

/// <summary>
/// Which rules can ever be used, and which cases none is for. Between the numbers that rules name nothing changes, so that it is enough to try
/// one case in each of the boxes that these numbers cut the cases into.
/// </summary>
internal static class RuleReach
{
    // Rules that cut finer than this cannot be reviewed by a person either.
    private const long MostBoxes = 2_000_000;

    // More classes than this that all cannot be ruled out: pairs and all of them stand for the rest.
    private const int MostClassesInSets = 6;

    /// <summary>What is wrong with rules that are each well formed: one sentence; null where nothing is.</summary>
    public static string? Fault(IReadOnlyList<RecommendationRule> rules, IReadOnlyList<string> classes)
    {
        var numbers = new[]
        {
            Points(rules, when => when.Confidence, known: true), Points(rules, when => when.AgeYears), Points(rules, when => when.SizeMm), Points(rules, when => when.VolumeMl),
        };
        var answers = Answers(classes);
        var earlier = Subsets([.. rules.SelectMany(rule => rule.When.Earlier).Distinct()], smallest: 0);
        if (numbers.Aggregate((long)answers.Count * earlier.Count, (boxes, points) => boxes * points.Length) > MostBoxes)
            return "fewer numbers and earlier findings were expected; so many cases cannot be reviewed";
        return Fault(rules, Cases(answers, numbers, earlier), Words);
    }

    /// <summary>The same of rules about structures: every structure that a rule names has a volume, and a change where there was an earlier scan.</summary>
    public static string? FaultOfStructures(IReadOnlyList<RecommendationRule> rules)
    {
        string[] names = [.. rules.Select(rule => rule.When.Structure).OfType<string>().Distinct()];
        var measures = names.Select(name =>
        {
            RecommendationRule[] own = [.. rules.Where(rule => rule.When.Structure == name)];
            var changes = Points(own, when => when.ChangePercent);
            return Points(own, when => when.VolumeMl).OfType<double>().SelectMany(volume => changes.Select(change => new StructureMeasure(volume, change))).ToArray();
        }).ToList();
        if (measures.Aggregate(1L, (boxes, points) => Math.Min(MostBoxes + 1, boxes * points.Length)) > MostBoxes)
            return "fewer numbers were expected; so many cases cannot be reviewed";
        IEnumerable<StructureMeasure[]> combined = [[]];
        foreach (var points in measures) combined = combined.SelectMany(before => points.Select(point => (StructureMeasure[])[.. before, point]));
        var cases = combined.Select(point => new RuleCase(ReadingDecision.Predicted, [], 1) { Structures = names.Zip(point).ToDictionary(pair => pair.First, pair => pair.Second) });
        return Fault(rules, cases, WordsOfStructures);
    }

    private static string? Fault(IReadOnlyList<RecommendationRule> rules, IEnumerable<RuleCase> cases, Func<RuleCase, string> words)
    {
        var used = new bool[rules.Count];
        foreach (var @case in cases)
        {
            var first = 0;
            while (first < rules.Count && !rules[first].When.Hold(@case)) first++;
            if (first == rules.Count) return $"a rule for every case was expected, and there is none for {words(@case)}; end with a rule without conditions";
            used[first] = true;
        }

        var never = Array.IndexOf(used, false);
        return never < 0 ? null : $"rules that can be used were expected, and '{rules[never].Id}' never is: rules above it hold wherever it does; move it up or remove it";
    }

    private static IEnumerable<RuleCase> Cases(IReadOnlyList<(ReadingDecision Decision, string[] Possible)> answers, double?[][] numbers, IReadOnlyList<string[]> earlier) =>
        from answer in answers
        from confidence in numbers[0]
        from age in numbers[1]
        from size in numbers[2]
        from volume in numbers[3]
        from before in earlier
        select new RuleCase(answer.Decision, answer.Possible, confidence!.Value, age, size, volume, before);

    private static List<(ReadingDecision, string[])> Answers(IReadOnlyList<string> classes)
    {
        var answers = new List<(ReadingDecision, string[])> { (ReadingDecision.NotForThisModel, []) };
        answers.AddRange(classes.Select(name => (ReadingDecision.Predicted, new[] { name })));
        var sets = classes.Count <= MostClassesInSets
            ? Subsets(classes, smallest: 2)
            : [.. from a in Enumerable.Range(0, classes.Count) from b in Enumerable.Range(a + 1, classes.Count - a - 1) select new[] { classes[a], classes[b] }, [.. classes]];
        answers.AddRange(sets.Select(set => (ReadingDecision.Unsure, set)));
        return answers;
    }

    private static List<string[]> Subsets(IReadOnlyList<string> names, int smallest) =>
        [.. from bits in Enumerable.Range(0, 1 << Math.Min(names.Count, 20))
            let set = names.Where((_, i) => (bits >> i & 1) == 1).ToArray()
            where set.Length >= smallest
            select set];

    /// <summary>A value in each stretch between the numbers that rules name, and the numbers themselves; unknown too where it may be.</summary>
    private static double?[] Points(IReadOnlyList<RecommendationRule> rules, Func<RuleConditions, NumberRange?> of, bool known = false)
    {
        double[] cuts = [.. rules.Select(rule => of(rule.When)).OfType<NumberRange>().SelectMany(range => new[] { range.Low, range.High }).Concat(known ? [0, 1] : [0.0]).Distinct().Order()];
        var points = new List<double?>();
        if (!known) points.Add(null);
        for (var i = 0; i < cuts.Length; i++)
        {
            points.Add(cuts[i]);
            if (i + 1 < cuts.Length) points.Add((cuts[i] + cuts[i + 1]) / 2);
            else if (!known) points.Add(cuts[i] + 1);
        }

        return [.. points];
    }

    private static string WordsOfStructures(RuleCase @case) => $"a scan with {string.Join(", ", @case.Structures.Select(pair => string.Create(CultureInfo.InvariantCulture,
        $"{pair.Key} of {pair.Value.VolumeMl:0.##} mL (change {(pair.Value.ChangePercent is { } change ? string.Create(CultureInfo.InvariantCulture, $"{change:0.##} %") : "unknown")})")))}";

    private static string Words(RuleCase @case)
    {
        var answer = @case.Decision switch
        {
            ReadingDecision.Predicted => $"'{@case.Possible[0]}'",
            ReadingDecision.Unsure => $"an unsure answer between {string.Join(", ", @case.Possible.Select(name => $"'{name}'"))}",
            _ => "a picture that is not for the model",
        };
        string Value(string what, double? value) => value is { } known ? string.Create(CultureInfo.InvariantCulture, $", {what} {known:0.##}") : $", {what} unknown";
        return $"{answer} (confidence {@case.Confidence.ToString("0.##", CultureInfo.InvariantCulture)}{Value("age", @case.AgeYears)}{Value("size", @case.SizeMm)}{Value("volume", @case.VolumeMl)})";
    }
}
