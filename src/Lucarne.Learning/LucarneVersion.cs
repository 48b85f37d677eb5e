using System.Reflection;

namespace Lucarne.Learning;

/// <summary>Which Lucarne this is, as everything that it writes states it. What tells one network from another is <see cref="Predict.ModelVersion"/>.</summary>
public static class LucarneVersion
{
    private static readonly Assembly Own = typeof(LucarneVersion).Assembly;

    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Number { get; } = Own.GetName().Version?.ToString(3) ?? "0";

    /// <summary>The revision of the checkout that it was built from; null where git did not know it.</summary>
    public static string? Revision { get; } = Own.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+').ElementAtOrDefault(1);
}
