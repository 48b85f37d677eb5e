using Lucarne.Insight.Certainty;
using Lucarne.Insight.Explanation;
using Lucarne.Insight.Exploration;
using Lucarne.Insight.Preparation;
using Lucarne.Insight.Profiles;
using Lucarne.Insight.Recommendations;
using Lucarne.Learning.Report;

namespace Lucarne.Insight;

/// <summary>What is found out about every classifier once it is judged, in the order in which the report tells it.</summary>
public static class InsightChapters
{
    /// <summary>All chapters. The features come first, for others use what they leave.</summary>
    /// <param name="crossval">The folder of a cross-validation of the same recipe and data whose answers calibrate; null: the run's validation part does.</param>
    public static IReadOnlyList<RunChapter> All(string? crossval = null) =>
        [new FeaturesChapter(), new ExplorationChapter(), new CertaintyChapter(crossval), new ExplanationChapter(), new ProfilesChapter(), new RecommendationChapter()];
}
