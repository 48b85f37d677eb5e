using System.Text.Json.Nodes;

namespace Lucarne.Learning.Report.Charts;

/// <summary>A figure of a run: its file name without ending, and how it is drawn in each language.</summary>
internal sealed record Chart(string Name, Func<Language, JsonObject> Draw);
