using System.Globalization;
using Lucarne.Clinic;

namespace Lucarne.Server.Api;

/// <summary>The version of something that a program has seen, as it stands in an ETag: the version, and behind a hyphen whatever else makes two answers differ.</summary>
internal static class SeenVersion
{
    /// <summary>The tag of a version.</summary>
    public static string Tag(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>What is wrong with an <c>If-Match</c>; null where it names a version.</summary>
    public static IResult? Wrong(string? ifMatch, string what, out long version)
    {
        version = 0;
        if (ifMatch is null) return Problems.Of(StatusCodes.Status428PreconditionRequired, $"the request does not say which version of the {what} was seen; send its ETag as If-Match");
        return long.TryParse(ifMatch.Trim('"').Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out version)
            ? null
            : Problems.Of(StatusCodes.Status412PreconditionFailed, $"If-Match is {ifMatch}, which is no ETag of a {what}; get the {what} again");
    }

    /// <summary>Writes under the version that <c>If-Match</c> names, and answers with what was written; if it has changed since, nothing is.</summary>
    public static async Task<IResult> WriteAsync<T>(string? ifMatch, string what, Func<long, Task<T>> write)
    {
        if (Wrong(ifMatch, what, out var version) is { } wrong) return wrong;
        try
        {
            return TypedResults.Ok(await write(version));
        }
        catch (StaleVersionException error)
        {
            return Problems.Of(StatusCodes.Status412PreconditionFailed, error.Message);
        }
    }
}
