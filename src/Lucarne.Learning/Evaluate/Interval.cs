using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lucarne.Learning.Evaluate;

/// <summary>A closed interval of fractions; <c>[low, high]</c> in JSON.</summary>
[JsonConverter(typeof(IntervalConverter))]
public readonly record struct Interval(double Low, double High);

internal sealed class IntervalConverter : JsonConverter<Interval>
{
    public override Interval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var ends = JsonSerializer.Deserialize<double[]>(ref reader, options);
        return ends is [var low, var high] ? new(low, high) : throw new JsonException("An interval is two numbers: [low, high].");
    }

    public override void Write(Utf8JsonWriter writer, Interval value, JsonSerializerOptions options) =>
        CompactRow.Write(writer, [value.Low, value.High]);
}
