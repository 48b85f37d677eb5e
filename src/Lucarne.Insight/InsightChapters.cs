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
    public static IReadOnlyList<RunChapter> All() =>
        [new FeaturesChapter(), new ExplorationChapter(), new CertaintyChapter(), new ExplanationChapter(), new ProfilesChapter(), new RecommendationChapter()];
}
