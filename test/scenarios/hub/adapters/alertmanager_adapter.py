#!/usr/bin/env python3
"""Alertmanager → OpenRemedy webhook adapter. Run as a sidecar.
Reads the tenant's HMAC secret from the env so it can sign every
forwarded request. See the Authentication section above for how to
fetch the secret.
"""
# As OpenRemedy's documentation prints it. What differs is marked "here".
import hashlib
import hmac
import json
import os
from flask import Flask, request, jsonify
import requests
app = Flask(__name__)
OPENREMEDY_URL = os.environ["OPENREMEDY_URL"]  # here: not the printed address
WEBHOOK_SECRET = os.environ["OPENREMEDY_WEBHOOK_SECRET"]
def _signed_post(url, payload):
    body = json.dumps(payload).encode("utf-8")
    sig = hmac.new(WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return requests.post(
        url,
        data=body, # raw bytes, NOT json= (re-serialising would break the signature)
        headers={
            "Content-Type": "application/json",
            "X-OpenRemedy-Signature": f"sha256={sig}",
        },
        timeout=10,
    )
@app.route("/alertmanager", methods=["POST"])
def handle():
    data = request.json
    for alert in data.get("alerts", []):
        labels = alert.get("labels", {})
        annotations = alert.get("annotations", {})
        payload = {
            "hostname": annotations.get("hostname", labels.get("instance", "unknown")).split(":")[0],
            "incident_type": labels.get("incident_type", "custom"),
            "severity": labels.get("severity", "medium"),
            "evidence": {
                "alertname": labels.get("alertname", ""),
                "status": alert.get("status", ""),
                **{k: v for k, v in annotations.items() if k != "hostname"},
            },
        }
        try:
            _signed_post(OPENREMEDY_URL, payload)
        except Exception as e:
            print(f"Failed to send alert: {e}")
    return jsonify({"status": "ok"})
if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))  # here: not 0.0.0.0:9095
