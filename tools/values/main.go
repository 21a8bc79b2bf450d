// Values judges texts as Kubernetes and Helm do: a line of JSON [kind, text] on standard input, a line true or false on standard output.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/Masterminds/semver/v3"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation"
)

func none(problems []string) bool { return len(problems) == 0 }

var judges = map[string]func(string) bool{
	"quantity":      func(text string) bool { quantity, err := resource.ParseQuantity(text); return err == nil && quantity.Sign() >= 0 },
	"label-value":   func(text string) bool { return none(validation.IsValidLabelValue(text)) },
	"label-key":     func(text string) bool { return none(validation.IsQualifiedName(text)) },
	"k8s-label":     func(text string) bool { return none(validation.IsDNS1123Label(text)) },
	"k8s-subdomain": func(text string) bool { return none(validation.IsDNS1123Subdomain(text)) },
	"secret-key":    func(text string) bool { return none(validation.IsConfigMapKey(text)) },
	"env-var-name":  func(text string) bool { return none(validation.IsCIdentifier(text)) },
	"semver":        func(text string) bool { _, err := semver.StrictNewVersion(text); return err == nil },
}

func main() {
	lines := json.NewDecoder(os.Stdin)
	for {
		var line [2]string
		if err := lines.Decode(&line); err == io.EOF {
			return
		} else if err != nil {
			panic(err)
		}
		fmt.Println(judges[line[0]](line[1]))
	}
}
