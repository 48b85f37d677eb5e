using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Lucarne.Server.Operations;

/// <summary>What the server counts, and how Prometheus reads it (text exposition format 0.0.4).</summary>
internal sealed class ServerMetrics
{
    private static readonly double[] RequestBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] ModelBounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] BatchBounds = [1, 2, 4, 8, 16, 32];

    private readonly ConcurrentDictionary<(string Method, string Route, int Status), long> _requests = [];
    private readonly Histogram _requestSeconds = new(RequestBounds);
    private readonly Histogram _modelSeconds = new(ModelBounds);
    private readonly Histogram _batchSizes = new(BatchBounds);
    private long _queue;
    private long _ended;

    /// <summary>A request was answered. Routes are patterns: addresses with patients' numbers in them would be patients' data.</summary>
    public void Requested(string method, string route, int status, TimeSpan time)
    {
        _requests.AddOrUpdate((method, route, status), 1, (_, count) => count + 1);
        _requestSeconds.Observe(time.TotalSeconds);
    }

    /// <summary>A batch of pictures came back from the network.</summary>
    public void ModelAnswered(TimeSpan time, int pictures)
    {
        _modelSeconds.Observe(time.TotalSeconds);
        _batchSizes.Observe(pictures);
    }

    public void QueueLength(int pictures) => Interlocked.Exchange(ref _queue, pictures);

    public void ReadingProcessEnded() => Interlocked.Increment(ref _ended);

    /// <summary>All of it, a line each.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        Head(text, "lucarne_requests_total", "counter", "Requests answered.");
        foreach (var ((method, route, status), count) in _requests.OrderBy(pair => pair.Key.Route, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"lucarne_requests_total{{method=\"{method}\",route=\"{route.Replace("\"", "", StringComparison.Ordinal)}\",status=\"{status}\"}} {count}\n");
        Write(text, "lucarne_request_seconds", "Time to answer a request.", _requestSeconds);
        Write(text, "lucarne_model_seconds", "Time from a batch's sending to the reading process to its answers.", _modelSeconds);
        Write(text, "lucarne_model_batch_pictures", "Pictures that went through the network together.", _batchSizes);
        Head(text, "lucarne_reading_queue", "gauge", "Pictures that wait for the network.");
        text.Append(CultureInfo.InvariantCulture, $"lucarne_reading_queue {Interlocked.Read(ref _queue)}\n");
        Head(text, "lucarne_reading_processes_ended_total", "counter", "Reading processes that ended while they read.");
        text.Append(CultureInfo.InvariantCulture, $"lucarne_reading_processes_ended_total {Interlocked.Read(ref _ended)}\n");
        return text.ToString();
    }

    private static void Head(StringBuilder text, string name, string kind, string meaning) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {meaning}\n# TYPE {name} {kind}\n");

    private static void Write(StringBuilder text, string name, string meaning, Histogram histogram)
    {
        Head(text, name, "histogram", meaning);
        var (counts, sum) = histogram.Read();
        long below = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            below += counts[i];
            var bound = i < histogram.Bounds.Length ? histogram.Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"{bound}\"}} {below}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{name}_sum {sum}\n{name}_count {below}\n");
    }

    private sealed class Histogram(double[] bounds)
    {
        private readonly long[] _counts = new long[bounds.Length + 1];
        private readonly Lock _lock = new();
        private double _sum;

        public double[] Bounds => bounds;

        public void Observe(double value)
        {
            var place = Array.FindIndex(bounds, bound => value <= bound);
            lock (_lock)
            {
                _counts[place < 0 ? bounds.Length : place]++;
                _sum += value;
            }
        }

        public (long[] Counts, double Sum) Read()
        {
            lock (_lock) return ([.. _counts], _sum);
        }
    }
}
