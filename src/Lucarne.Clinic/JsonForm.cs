using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lucarne.Clinic;

/// <summary>How values stand in JSON columns: snake_case, enumerations by name.</summary>
internal static class JsonForm
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="ClinicException">It is not what was written.</exception>
    public static T Read<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new ClinicException($"a JSON column holds null where a {typeof(T).Name} was expected.");
        }
        catch (JsonException error)
        {
            throw new ClinicException($"a JSON column does not hold the {typeof(T).Name} that was expected ({error.Message})", error);
        }
    }

    /// <summary>Null where it is not what was written.</summary>
    public static T? ReadOrNull<T>(string json) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? WriteOptional<T>(T? value) where T : class => value is null ? null : Write(value);

    public static T? ReadOptional<T>(string? json) where T : class => json is null ? null : Read<T>(json);
}
